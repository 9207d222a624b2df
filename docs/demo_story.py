"""The small story which the pictures show, told through the Cloud API stand-in.

Everything goes the way real messages go: the stand-in sends signed webhooks, Odoo
answers over HTTP. People and numbers are fictional.
"""

import time

import requests

TIMEOUT = 60
PATIENCE = 60  # seconds a scheduled action may take on a busy machine

ERIKA, MAX, AYSE, KIM = (f"+491515550000{digit}" for digit in (1, 2, 3, 4))
JONAS = "+4915155500005"
QUESTION = "Guten Morgen, auf meiner Rechnung RE-2047 steht die Anfahrt zweimal."
ANSWER = (
    "Guten Morgen, Frau Muster! Sie haben recht, eine Anfahrt ist zu viel. "
    "Die *korrigierte Rechnung* kommt heute per E-Mail."
)
THANKS = "Das ging schnell, vielen Dank! Gilt das auch für die Rechnung vom Oktober?"
OTHER_QUESTION = "Kann ich meinen Termin am Donnerstag auf 14 Uhr verschieben?"
HELD = {
    MAX: "Ich setze Ihnen eine Frist bis zum 30.11., den Mangel zu beseitigen.",
    AYSE: "Hallo 👋",
    JONAS: "Wasserschaden im Keller, bitte rufen Sie mich an!",
}


class Phones:
    """All customers' phones: the control API of the stand-in."""

    def __init__(self, url):
        self._url = url

    def page(self, customer):
        """Address of this customer's phone."""
        return f"{self._url}/phone/{customer}"

    def untouched(self):
        """Whether nobody has written to this stand-in yet."""
        return not self._get("received")["written"]

    def write(self, customer, text):
        self.send(customer, text=text)

    def send(self, customer, **what):
        """Anything the control API can send for a customer; the message's id."""
        return self._post("send", customer=customer, **what).get("id")

    def send_file(self, customer, kind, data, **more):
        """`data` in base64."""
        self._post("send_file", customer=customer, kind=kind, data=data, **more)

    def newest_file(self, kind):
        """The id Meta has given the file that was sent last."""
        return self._get("received")["written"][-1]["payload"][kind]["id"]

    def fault(self, kind, **where):
        """Its id."""
        return self._post("faults", kind=kind, **where)["id"]

    def repair(self, fault):
        requests.delete(
            f"{self._url}/_sim/faults", params={"id": fault}, timeout=TIMEOUT
        ).raise_for_status()

    def let_a_day_pass(self):
        self.let_pass(hours=25)

    def let_pass(self, **time):
        self._post("advance", **time)

    def say_yes(self, customer):
        """Tap "Ja, einverstanden" below the newest notice."""
        notice = self.wait_for(customer, "interactive")
        self._post("send", customer=customer, tap=notice["id"], index=0)
        self.wait_for(customer, "text")

    def look(self, customer):
        """The customer opens the chat: blue ticks for the company."""
        self._post("send", customer=customer, read="")

    def add(self, number, name, **more):
        self._post("customers", phone=number, name=name, **more)

    def tell_codes(self):
        """The company's numbers have their customers' security codes told from now."""
        numbers = [number["id"] for number in self._get("state")["numbers"]]
        told = [{"id": number, "identity_check": True} for number in numbers]
        self._post("config", numbers=told)

    def wait_for(self, customer, kind, count=1):
        """The newest of at least `count` messages of this kind on the phone."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            there = self._arrived(customer, kind)
            if len(there) >= count:
                return there[-1]
            time.sleep(0.2)
        raise SystemExit("No answer reached the stand-in in time; see Odoo's log.")

    def _arrived(self, customer, kind):
        me = customer.lstrip("+")
        sent = self._get("received")["sent"]
        return [m for m in sent if m["customer"] == me and m["type"] == kind]

    def _get(self, name):
        return requests.get(f"{self._url}/_sim/{name}", timeout=TIMEOUT).json()

    def _post(self, path, **values):
        answer = requests.post(f"{self._url}/_sim/{path}", json=values, timeout=TIMEOUT)
        if not answer.ok:
            raise SystemExit(f"The stand-in refused: {answer.text}")
        return answer.json()


def ask(phones):
    """Erika writes for the first time; returns when the notice is on her phone."""
    phones.write(ERIKA, QUESTION)
    phones.wait_for(ERIKA, "interactive")


def agree(phones):
    """Erika says yes; Kim, known by a user name only, asks and says yes too."""
    phones.say_yes(ERIKA)
    phones.write(KIM, OTHER_QUESTION)
    phones.say_yes(KIM)


def fill_triage(phones):
    """Three people who have not agreed: their messages are held."""
    phones.add(JONAS, "Jonas Probe")
    for customer, text in HELD.items():
        phones.write(customer, text)
        phones.wait_for(customer, "interactive")


def carry_on(phones):
    """Erika reads the answer and writes again; the desk has something to do."""
    phones.wait_for(ERIKA, "text", count=2)
    phones.look(ERIKA)
    phones.write(ERIKA, THANKS)
