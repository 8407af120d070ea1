// Requests that are not htmx's: drafts, rows, uploads, pick lists.
export class Unreachable extends Error {}

const TOKEN = /(?:^|;\s*)csrftoken=([^;]+)/;

/** The cookie's token before the page's: signing in again in another window makes a new one for all windows. */
export const csrf = () => TOKEN.exec(document.cookie)?.[1] ?? document.querySelector('meta[name="csrf-token"]')?.content ?? "";

const SIGN_IN = /\/(login|reauthenticate)\/?$/;

/** True when a 2xx answer came from the address itself and not from the sign-in page it was sent to. */
export function signedOut(url) {
  return SIGN_IN.test(new URL(url, location.href).pathname) && !SIGN_IN.test(location.pathname);
}

async function ask(url, options) {
  let response;
  try {
    response = await fetch(url, { credentials: "same-origin", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Unreachable(error.message);
  }
  const isJson = /json/.test(response.headers.get("content-type") ?? "");
  const status = response.redirected && signedOut(response.url) ? 401 : response.status;
  return { status, ok: status >= 200 && status < 300, body: isJson ? await response.json() : await response.text(), isJson };
}

const headers = (more) => ({ "X-CSRFToken": csrf(), "X-Requested-With": "XMLHttpRequest", Accept: "application/json", ...more });

export const getJson = (url, signal) => ask(url, { headers: { Accept: "application/json" }, signal });
export const getHtml = (url, signal) => ask(url, { headers: { Accept: "text/html", "X-Requested-With": "XMLHttpRequest" }, signal });
export const postForm = (url, fields, { keepalive = false } = {}) =>
  ask(url, { method: "POST", headers: headers(), body: fields instanceof FormData ? fields : new URLSearchParams(fields), keepalive });
export const postJson = (url, value) =>
  ask(url, { method: "POST", headers: headers({ "Content-Type": "application/json" }), body: JSON.stringify(value) });

export function withQuery(url, name, value) {
  const address = new URL(url, location.href);
  address.searchParams.set(name, value);
  return address.href;
}

/** The sentence in a refusal: problem body, form errors, or nothing. */
export function reasonOf(body) {
  if (typeof body !== "object" || body === null) return "";
  const said = body.detail ?? body.title ?? Object.values(body.errors ?? {}).flat()[0];
  return typeof said === "string" ? said : (said?.message ?? "");
}
