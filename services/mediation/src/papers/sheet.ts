import { MASKED } from '@fengqiao/security';
import { html, lines, type Html, type Part } from './html';
import { STYLE } from './style';

/* The parts that papers are made of: the sheet itself, tables of facts, ruled blanks, places to sign and seal. */

export interface Sheet {
  readonly title: string;
  /** The committee that issues it, over the title. */
  readonly issuer?: string;
  /** Empty where the case has none. */
  readonly number?: string;
  readonly body: Part;
}

/** A whole document for A4: no script, nothing from outside. */
export function sheet({ title, issuer, number = '', body }: Sheet): string {
  const written = html`${body}`;
  const isMasked = written.markup.includes(MASKED);
  const page = html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>${number === '' ? title : `${title} ${number}`}</title>
<style>${{ markup: STYLE }}</style>
</head>
<body>
<main>
${isMasked ? html`<p class="masked">本件有内容未向您显示，仅供查阅，不得签署、归档。</p>` : undefined}
<header>
${issuer ? html`<p class="issuer">${issuer}</p>` : undefined}
<h1>${title}</h1>
${number === '' ? undefined : html`<p class="number">${number}</p>`}
</header>
${written}
</main>
</body>
</html>
`;
  return page.markup;
}

/** A table of facts: label and value in each row. */
export function facts(rows: readonly (readonly [label: string, value: Part])[]): Html {
  return html`<table class="facts">${rows.map(([label, value]) => html`<tr><th scope="row">${label}</th><td>${value}</td></tr>`)}</table>`;
}

/** A table with a head. */
export function table(head: readonly string[], rows: readonly (readonly Part[])[]): Html {
  return html`<table class="${head[0] === '序号' ? 'numbered' : 'plain'}"><thead><tr>${head.map((word) => html`<th scope="col">${word}</th>`)}</tr></thead><tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table>`;
}

/** A heading with what belongs to it. */
export function section(heading: string, ...parts: readonly Part[]): Html {
  return html`<section><h2>${heading}</h2>${parts}</section>`;
}

/** A paragraph of what somebody wrote. */
export function paragraph(text: string): Html {
  return html`<p class="text">${lines(text)}</p>`;
}

/** Ruled lines to be filled in by hand. */
export function blank(count: number): Html {
  return html`${Array.from({ length: count }, () => html`<p class="rule"></p>`)}`;
}

/** A line to sign on for each: who signs, and what. */
export function signatures(...who: readonly string[]): Html {
  return html`<div class="signatures">${who.map((name) => html`<p class="sign"><span>${name}</span><span class="line"></span></p>`)}</div>`;
}

/** Where the seal goes, with the date underneath. */
export function seal(issuer: string, date: string): Html {
  return html`<div class="seal"><p>${issuer}</p><p class="place">（印章）</p><p>${date === '' ? '　　　年　　月　　日' : date}</p></div>`;
}
