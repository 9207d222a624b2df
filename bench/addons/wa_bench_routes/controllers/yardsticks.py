from odoo import http
from odoo.http import request

ROUTE = {
    "type": "http",
    "auth": "none",
    "methods": ["POST"],
    "csrf": False,
    "save_session": False,
    "readonly": False,
}


class Yardsticks(http.Controller):
    """What any webhook costs in this Odoo, without the product."""

    @http.route("/bench/empty/<string:key>", **ROUTE)
    def empty(self, key, **_form):
        request.httprequest.get_data()
        return request.make_response("")

    @http.route("/bench/insert/<string:key>", **ROUTE)
    def insert(self, key, **_form):
        """One bare INSERT of the body, committed like every request."""
        body = request.httprequest.get_data()
        request.env.cr.execute(
            "INSERT INTO bench_body (app_key, body, at) VALUES (%s, %s, now())",
            [key, body],
        )
        return request.make_response("")
