// The stand-in's control API, as the phone uses it.

export async function call(method, path, body, signal) {
  const answer = await fetch(`/_sim/${path}`, {
    method,
    signal,
    headers: { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const content = await answer.json();
  if (!answer.ok) throw new Error(content.error.replace(/^\w+: /, ""));
  return content;
}

export const post = (path, body) => call("POST", path, body);

export const chat = (person, after, signal) =>
  call("GET", `chat/${encodeURIComponent(person)}?after=${after}`, undefined, signal);
