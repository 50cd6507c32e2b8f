import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Paper, PrintedPdf } from '../papers';
import { listPapers, printPaper } from './papers';
import { HttpProblem } from './problem';

const note: Paper = { code: 'note', label: { zh: '说明', en: 'note' }, missing: () => undefined, render: (file) => `<p>${String(file['text'])}</p>` };
const later: Paper = { ...note, code: 'later', missing: () => ({ zh: '尚无记录', en: 'nothing yet' }) };
const papers = [note, later];

const ask = async (code: string, accept?: string, print?: (html: string) => Promise<PrintedPdf>) => {
  const headers: Record<string, string> = {};
  const reply = { header: (name: string, value: string) => ((headers[name] = value), reply), type: (value: string) => ((headers['content-type'] = value), reply) };
  const request = { headers: accept === undefined ? {} : { accept } } as unknown as FastifyRequest;
  try {
    const body = await printPaper({ papers, file: { text: '一' }, ...(print ? { pdf: { print } } : {}) }, code, request, reply as unknown as FastifyReply);
    return { status: 200, body, headers };
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error;
    return { status: error.problem.status, body: error.problem.code, headers };
  }
};
const working = async (html: string): Promise<PrintedPdf> => ({ ok: true, pdf: Buffer.from(`%PDF ${html}`) });

describe('the list of papers', () => {
  it('says which are ready and what the others lack', () => {
    expect(listPapers({ papers, file: {} })).toEqual({
      papers: [
        { code: 'note', label: { zh: '说明', en: 'note' }, ready: true, missing: null },
        { code: 'later', label: { zh: '说明', en: 'note' }, ready: false, missing: { zh: '尚无记录', en: 'nothing yet' } },
      ],
    });
  });
});

describe('a paper', () => {
  it('is a page that loads nothing and names the paper, never a person', async () => {
    const { status, body, headers } = await ask('note');
    expect([status, body]).toEqual([200, '<p>一</p>']);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': expect.stringMatching(/^default-src 'none';.*frame-ancestors 'none'/),
      'content-disposition': `inline; filename="note.html"; filename*=UTF-8''%E8%AF%B4%E6%98%8E.html`,
      'referrer-policy': 'no-referrer',
    });
  });

  it.each([
    [undefined, 'text/html; charset=utf-8'],
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'text/html; charset=utf-8'],
    ['application/pdf, text/html', 'text/html; charset=utf-8'],
    ['application/pdf, text/html;q=0.5', 'application/pdf'],
    ['application/*;q=0.1', 'application/pdf'],
    ['application/pdf', 'application/pdf'],
    ['Application/PDF;q=0.9', 'application/pdf'],
  ])('comes in the form that is taken: %s', async (accept, type) => {
    expect((await ask('note', accept, working)).headers['content-type']).toBe(type);
  });

  it('comes as PDF under its name with .pdf, whatever is said of taking', async () => {
    const { body, headers } = await ask('note.pdf', 'text/html', working);
    expect([String(body), headers['content-type'], headers['content-disposition']]).toEqual(['%PDF <p>一</p>', 'application/pdf', expect.stringContaining('filename="note.pdf"')]);
  });

  it('is refused where there is none, nothing to print, no such form, no browser, or one that failed', async () => {
    expect(await ask('other')).toMatchObject({ status: 404 });
    expect(await ask('later')).toMatchObject({ status: 409, body: 'PAPER_NOT_READY' });
    expect(await ask('note', 'application/json')).toMatchObject({ status: 406, body: 'PAPER_FORM_UNKNOWN' });
    expect(await ask('note', 'text/html;q=0')).toMatchObject({ status: 406 });
    expect(await ask('note.pdf')).toMatchObject({ status: 501, body: 'PDF_NOT_HERE' });
    expect(await ask('note.pdf', undefined, async () => ({ ok: false, why: 'noBrowser' }))).toMatchObject({ status: 501 });
    expect(await ask('note.pdf', undefined, async () => ({ ok: false, why: 'failed' }))).toEqual({ status: 503, body: 'PDF_FAILED', headers: {} });
    expect(await ask('note.pdf', undefined, async () => ({ ok: false, why: 'busy' }))).toMatchObject({ status: 503, body: 'PDF_BUSY' });
  });
});
