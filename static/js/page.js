// htmx, set up for a strict policy: no eval, no injected styles, refusals that carry a form are shown in place,
// and a broken line says that nothing was lost.
import htmx from "htmx.org";
import { Idiomorph } from "idiomorph";
import { csrf, signedOut } from "./net.js";
import { t } from "./texts.js";
import { toast } from "./say.js";

window.htmx = htmx;
Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  defaultSwapStyle: "outerHTML",
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  scrollIntoViewOnBoost: false,
  timeout: 30000,
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "(409|422)", swap: true, error: false },
    { code: "[45]..", swap: false, error: true },
  ],
});

htmx.defineExtension("morph", {
  isInlineSwap: (style) => style === "morph" || style === "morph:outerHTML",
  handleSwap: (style, target, fragment) => {
    if (!style.startsWith("morph")) return false;
    return Idiomorph.morph(target, fragment.children, {
      morphStyle: style === "morph:innerHTML" ? "innerHTML" : "outerHTML",
      ignoreActiveValue: true,
    });
  },
});

document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.verb === "get") return;
  event.detail.headers["X-CSRFToken"] = csrf();
  // The server believes the field of a form before the header.
  if (event.detail.parameters.csrfmiddlewaretoken) event.detail.parameters.csrfmiddlewaretoken = csrf();
});
document.addEventListener("submit", (event) => {
  const field = event.target.elements.csrfmiddlewaretoken;
  if (field && csrf()) field.value = csrf();
}, true);

document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (!signedOut(event.detail.xhr.responseURL)) return;
  event.preventDefault();
  toast({ text: t("signin"), tone: "bad" });
});

const SENTENCES = { 401: "signin", 403: "forbidden", 404: "gone", 409: "conflict" };

document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  const plain = /text\/plain/.test(xhr.getResponseHeader("content-type") ?? "") && xhr.responseText.length < 300;
  toast({ text: plain && xhr.responseText ? xhr.responseText : t(SENTENCES[xhr.status] ?? "failed"), tone: "bad" });
});
for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, () => toast({ text: t("offline"), tone: "bad" }));
}

export { htmx };
