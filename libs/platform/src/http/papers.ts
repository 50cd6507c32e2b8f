import type { FastifyReply, FastifyRequest } from 'fastify';
import type { JsonObject } from '@fengqiao/kernel';
import type { Paper, PdfPrinter } from '../papers';
import { HttpProblem, notFound, problem, raise } from './problem';

/** What a reader asked to be printed: the papers there are, and the file as he may see it. */
export interface Asked {
  readonly papers: readonly Paper[];
  readonly file: JsonObject;
  readonly pdf?: PdfPrinter;
}

/** A paper loads nothing, runs nothing, and is shown inside no other page. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Every paper, with what is still lacking for it. */
export function listPapers({ papers, file }: Asked): unknown {
  return {
    papers: papers.map((paper) => {
      const missing = paper.missing(file);
      return { code: paper.code, label: { ...paper.label }, ready: missing === undefined, missing: missing ? { ...missing } : null };
    }),
  };
}

/** One paper as HTML, or as PDF where that is asked for; 404 where there is no such paper, 409 where the case has nothing to print there. */
export async function printPaper({ papers, file, pdf }: Asked, asked: string, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const code = asked.replace(/\.pdf$/, '');
  const paper = papers.find((candidate) => candidate.code === code);
  if (!paper) throw new HttpProblem(notFound());
  const form = code === asked ? formOf(request.headers.accept) : 'pdf';
  const missing = paper.missing(file);
  if (missing) raise(409, 'PAPER_NOT_READY', missing.zh, missing.en);
  const html = paper.render(file);
  const body = form === 'html' ? html : await asPdf(html, pdf);
  reply.header('content-security-policy', POLICY).header('referrer-policy', 'no-referrer').header('vary', 'accept');
  // The name of the file says the paper, never a person.
  reply.header('content-disposition', `inline; filename="${code}.${form}"; filename*=UTF-8''${encodeURIComponent(paper.label.zh)}.${form}`);
  reply.type(form === 'html' ? 'text/html; charset=utf-8' : 'application/pdf');
  return body;
}

async function asPdf(html: string, pdf: PdfPrinter | undefined): Promise<Buffer> {
  const printed = pdf ? await pdf.print(html) : ({ ok: false, why: 'noBrowser' } as const);
  if (printed.ok) return printed.pdf;
  if (printed.why === 'noBrowser') {
    return raise(501, 'PDF_NOT_HERE', '本机没有可以生成 PDF 的浏览器：请打开网页版，用浏览器的“打印—另存为 PDF”；或安装 Chromium（位置可写入 FENGQIAO_BROWSER）后重试', 'no browser on this machine can make a PDF: open the page and print it to PDF there, or install Chromium (FENGQIAO_BROWSER may name it) and try again');
  }
  if (printed.why === 'busy') {
    throw new HttpProblem(problem(503, 'PDF_BUSY', '等待生成 PDF 的文书过多：请稍后重试，或打开网页版后用浏览器的“打印—另存为 PDF”', 'too many papers wait to be made PDF: try again shortly, or open the page and print it to PDF there'), { 'retry-after': '10' });
  }
  throw new HttpProblem(problem(503, 'PDF_FAILED', '浏览器未能在时限内生成 PDF：请重试，或打开网页版后用浏览器的“打印—另存为 PDF”', 'the browser made no PDF in time: try again, or open the page and print it to PDF there'), { 'retry-after': '5' });
}

/** What the caller would rather take: HTML where he says nothing, or wants both alike. */
function formOf(accept = '*/*'): 'html' | 'pdf' {
  const wanted = accept.toLowerCase().split(',').map((part) => {
    const [type = '', ...parameters] = part.split(';').map((each) => each.trim());
    const weight = Number(parameters.find((each) => each.startsWith('q='))?.slice(2) ?? '1');
    return { type, weight: Number.isFinite(weight) ? weight : 0 };
  });
  const weightOf = (...types: readonly string[]): number => Math.max(0, ...wanted.filter(({ type }) => types.includes(type)).map(({ weight }) => weight));
  const [html, pdf] = [weightOf('text/html', 'text/*', '*/*'), weightOf('application/pdf', 'application/*')];
  if (html === 0 && pdf === 0) raise(406, 'PAPER_FORM_UNKNOWN', '文书只有网页（text/html）和 PDF（application/pdf）两种形式', 'a paper comes as a page (text/html) or as application/pdf');
  return pdf > html ? 'pdf' : 'html';
}
