// The stand-in's control API, as the phone uses it.

export async function call(method, path, body, signal) {
  return ask(path, {
    method,
    signal,
    headers: { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

// A file and what is said of it, as a form: its body is the file as it is.
export function postFile(file, values) {
  const body = new FormData();
  for (const [name, value] of Object.entries(values)) body.append(name, value);
  body.append("file", file, file.name);
  return ask("send_file", { method: "POST", body });
}

async function ask(path, request) {
  const answer = await fetch(`/_sim/${path}`, request);
  const content = await answer.json();
  if (!answer.ok) throw new Error(content.error.replace(/^\w+: /, ""));
  return content;
}

export const post = (path, body) => call("POST", path, body);

export const chat = (person, after, signal) =>
  call("GET", `chat/${encodeURIComponent(person)}?after=${after}`, undefined, signal);
