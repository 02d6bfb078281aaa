import { look } from './look.ts';
import { html, Markup, type Piece } from './markup.ts';

const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

export interface Sheet {
  /** Of the window. */
  title: string;
  marking: string;
  /** Printed under the marking on every page; nothing when there is none. */
  banner: string;
  main: Piece;
}

/** One complete page: marking at the top and the bottom, on screen and on every sheet of paper; no script, nothing fetched. */
export function pageOf({ title, marking, banner, main }: Sheet): string {
  return html`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Markup(look)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<div class="sheet">
<header class="sheet-head"><p class="marking">${marking}</p>${banner && html`<p class="banner"><span aria-hidden="true">▲ </span>${banner}</p>`}</header>
<div class="sheet-body">
<main id="main" tabindex="-1">${main}</main>
</div>
<footer class="sheet-foot"><p class="marking">${marking}</p></footer>
</div>
</body>
</html>
`.text;
}
