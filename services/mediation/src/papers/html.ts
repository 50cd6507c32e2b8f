/*
 * Pages are put together from pieces of HTML. A piece is made by the `html` tag alone, which escapes every value put into it;
 * a plain text can therefore never become markup, whatever a person has typed into it.
 */

/** A piece of HTML that is safe as it stands. */
export interface Html {
  readonly markup: string;
}

/** What may be put into a piece: text and numbers are escaped, pieces stand as they are, nothing is left out. */
export type Part = string | number | Html | readonly Part[] | undefined;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' };

/** A piece of HTML; attributes in it are always quoted. */
export function html(markup: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: markup.reduce((text, next, index) => text + markupOf(parts[index - 1]) + next) };
}

/** Text of several lines, each on a line of its own. */
export function lines(text: string): Html {
  return html`${text.split(/\r?\n|[\u2028\u2029]/).map((line, index) => (index === 0 ? html`${line}` : html`<br>${line}`))}`;
}

function markupOf(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string') return part.replace(/[&<>"'`]/g, (character) => ESCAPES[character] as string);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(markupOf).join('');
}
