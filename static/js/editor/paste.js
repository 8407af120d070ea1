// What comes in from Word, 飞书 or a folder: pictures that travel inside the HTML are sent up, pictures that only
// point elsewhere cannot be taken along, and the person is told how many.
import { toast } from "../say.js";
import { t } from "../texts.js";
import { upload } from "../upload.js";

const OWN = /^\/attachments\//;

function own(source) {
  const address = new URL(source, location.href);
  return address.origin === location.origin && OWN.test(address.pathname);
}

/** The pasted HTML without foreign pictures, and the pictures it carried inside itself. */
export function withoutPictures(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const carried = [];
  let lost = 0;
  for (const picture of page.querySelectorAll("img")) {
    const source = picture.getAttribute("src") ?? "";
    if (source.startsWith("data:image/")) carried.push(source);
    else if (source && own(source)) continue;
    else lost += 1;
    picture.remove();
  }
  for (const junk of page.querySelectorAll("style, script, meta, link, title")) junk.remove();
  return { html: page.body.innerHTML, carried, lost };
}

export async function bringIn(files, uploadUrl, place) {
  for (const file of files) {
    if (!uploadUrl) break;
    const stored = await upload(uploadUrl, file);
    if (stored) place(stored);
  }
}

export async function bringCarried({ carried, lost }, uploadUrl, place) {
  if (lost) toast({ text: t("picturesLost", { count: lost }), tone: "warn" });
  // The page's policy lets data: addresses be shown but not fetched, so each picture is drawn and read back.
  const files = [];
  for (const [at, source] of carried.entries()) files.push(await drawn(source, at));
  await bringIn(files.filter(Boolean), uploadUrl, place);
}

function drawn(source, at) {
  return new Promise((done) => {
    const image = new Image();
    image.onerror = () => done(null);
    image.onload = () => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
      canvas.getContext("2d").drawImage(image, 0, 0);
      canvas.toBlob((blob) => done(blob && new File([blob], `picture-${at + 1}.png`, { type: "image/png" })), "image/png");
    };
    image.src = source;
  });
}
