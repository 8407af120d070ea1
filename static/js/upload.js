// One way up for files: the composer and the editor share it.
import { postForm, reasonOf, Unreachable } from "./net.js";
import { t } from "./texts.js";
import { toast } from "./say.js";

/** Send one file; the stored {url, name, image}, or null after telling the person why not. */
export async function upload(url, file) {
  const form = new FormData();
  form.append("file", file, file.name || "picture.png");
  try {
    const answer = await postForm(url, form);
    if (answer.ok) return answer.body;
    toast({ text: t("uploadFailed", { name: file.name, reason: reasonOf(answer.body) || t("failed") }), tone: "bad" });
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    toast({ text: t("uploadFailed", { name: file.name, reason: t("offline") }), tone: "bad" });
  }
  return null;
}

/** Files in a paste or a drop; text pasted from Word brings a picture of itself along, which is not wanted. */
export function filesIn(transfer) {
  if (!transfer || transfer.types.includes("text/html") || transfer.types.includes("text/plain")) return [];
  return [...transfer.files];
}
