import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountOf } from './county.scenes';
import { act, DISPUTES } from './disputes.scenes';
import { openFlow, type Flow } from './flow-kit.scenes';
import { ALL_PLANTED, mediate, plant, PLANTED } from './planted.scenes';

const MEDIATOR = accountOf('pine', 'mediator');
const CHAIR = accountOf('pine', 'committeeChair');
const DIRECTOR = accountOf('hill', 'officeDirector');
const COURT = '试验县人民法院';
const PAGE = /^<!doctype html>/;

interface Listed {
  readonly code: string;
  readonly ready: boolean;
  readonly missing: { readonly zh: string } | null;
}

describe('a case with a court, the police and its papers', () => {
  let flow: Flow;
  let id: string;
  let tools: string;
  const paper = (account: string, code: string, headers?: Readonly<Record<string, string>>) => flow.as(account).get(`${DISPUTES}/${id}/papers/${code}`, headers);
  const list = async (account: string) => (await flow.as(account).get(`${DISPUTES}/${id}/papers`)).json.papers as readonly Listed[];
  const refused = async (action: string, body: object) => {
    const answer = await flow.as(MEDIATOR).post(`${DISPUTES}/${id}/${action}`, body);
    return [answer.status, answer.json.code];
  };
  const partyIds = async () => ((await flow.as(MEDIATOR).get(`${DISPUTES}/${id}`)).json.parties as { personId: string }[]).map(({ personId }) => personId);

  beforeAll(async () => {
    tools = mkdtempSync(join(tmpdir(), 'fengqiao-tools-'));
    const browser = join(tools, 'browser');
    writeFileSync(browser, `#!${process.execPath}\nconst given = process.argv.slice(2);\nrequire('node:fs').writeFileSync(given.find((each) => each.startsWith('--print-to-pdf=')).slice(15), '%PDF-1.4');\n`);
    chmodSync(browser, 0o755);
    flow = await openFlow({ browser });
    id = await plant(flow, MEDIATOR);
  }, 60_000);
  afterAll(async () => {
    await flow.close();
    rmSync(tools, { recursive: true, force: true });
  });

  it('takes what a court and the police entrust, and says so in the ledger', async () => {
    await act(flow, MEDIATOR, id, 'court-entrustment', { court: COURT, mode: 'afterFiling', procedure: 'summary', courtNumber: '（2026）试0681民初7号' });
    await act(flow, MEDIATOR, id, 'court-mediator', { mediatorId: flow.personId(MEDIATOR) });
    await act(flow, MEDIATOR, id, 'accept-entrustment', {});
    await act(flow, MEDIATOR, id, 'police-entrustment', { station: '翡翠潭派出所' });
    await flow.settle();
    const ledger = await flow.as(MEDIATOR).get('/v1/views/dispute-ledger?entrustment=accepted&police=entrusted&priority=migrant');
    expect(ledger.json.items).toMatchObject([{ id, court: { court: COURT, answer: 'accepted' }, police: { station: '翡翠潭派出所' }, priority: ['migrant'] }]);
  });

  it('is extended where all parties agree, and held by nobody while it is suspended', async () => {
    await act(flow, DIRECTOR, id, 'return', { guidance: '略' });
    await act(flow, CHAIR, id, 'accept', { basis: 'application' });
    const parties = await partyIds();
    expect(await refused('extend', { until: '2026-12-20', agreedBy: parties.slice(1) })).toEqual([422, 'EXTENSION_NEEDS_ALL_PARTIES']);
    await act(flow, MEDIATOR, id, 'extend', { until: '2026-12-20', agreedBy: parties });
    await act(flow, MEDIATOR, id, 'suspend', { reason: 'appraisal' });
    await act(flow, MEDIATOR, id, 'analyse', { number: 1, analysis: PLANTED.M5.analysis });
    await act(flow, CHAIR, id, 'plan', { number: 1, plan: '略', ownerId: flow.personId(MEDIATOR), dueDate: '2026-11-20' });
    await act(flow, CHAIR, id, 'appoint-mediators', { mediatorIds: [flow.personId(MEDIATOR)] });
    expect(await refused('session', { number: 1, mode: 'centre', record: '略' })).toEqual([422, 'MEDIATION_SUSPENDED']);
    await flow.settle();
    expect((await flow.as(MEDIATOR).get('/v1/views/dispute-ledger?suspended=true')).json.items).toMatchObject([{ id, status: 'planned', suspended: true, extendedUntil: '2026-12-20' }]);
    await act(flow, MEDIATOR, id, 'resume', {});
  });

  it('lists its papers, and what those lack that are not ready', async () => {
    const papers = await list(MEDIATOR);
    expect(papers.filter(({ ready }) => ready).map(({ code }) => code)).toEqual(['cover', 'contents', 'registrationForm', 'investigationRecord', 'fileNote', 'backCover']);
    expect(papers.find(({ code }) => code === 'agreement')).toMatchObject({ ready: false, missing: { zh: '本案没有可供打印的调解协议' } });
    expect((await paper(MEDIATOR, 'agreement')).json).toMatchObject({ status: 409, code: 'PAPER_NOT_READY' });
    expect((await paper(MEDIATOR, 'nothing')).status).toBe(404);
  });

  it('is printed with its number, its names and its promises once there is an agreement', async () => {
    await act(flow, MEDIATOR, id, 'session', { number: 1, mode: 'field', record: PLANTED.M5.record });
    await act(flow, MEDIATOR, id, 'conclude', { form: 'written', effectiveAt: '2026-11-02T07:00:00+08:00', terms: [{ content: PLANTED.M5.term, dueDate: '2026-11-20' }] });
    await flow.settle();
    const page = await paper(MEDIATOR, 'agreement');
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"), 'content-disposition': expect.stringMatching(/^inline; filename="agreement\.html"/),
    });
    expect(page.text).toMatch(PAGE);
    for (const text of ['（2026）松岭村调委会人调字第1号', PLANTED.M1.first, PLANTED.M1.idNumber, PLANTED.M2.address, PLANTED.M5.term, '2026年11月20日', '测试pinemediator']) expect(page.text).toContain(text);
  });

  it('is printed for who may not read personal data without it, and says so', async () => {
    const informant = accountOf('pine', 'informant');
    for (const { code } of (await list(informant)).filter(({ ready }) => ready)) {
      const page = await paper(informant, code);
      expect([code, page.status, ALL_PLANTED.filter((text) => page.text.includes(text))]).toEqual([code, 200, []]);
      if (code === 'agreement') expect(page.text).toContain('不得签署、归档');
    }
  });

  it('is printed for no stranger, who is told what he is told of a case that does not exist', async () => {
    for (const stranger of [accountOf('oak', 'committeeChair'), accountOf('river', 'officeDirector'), accountOf('other', 'bureauHead')]) {
      for (const path of ['papers', 'papers/agreement', 'papers/registrationForm.pdf', 'papers/nothing']) {
        const { correlation: _mine, ...answer } = (await flow.as(stranger).get(`${DISPUTES}/${id}/${path}`)).json;
        const { correlation: _other, ...nothing } = (await flow.as(stranger).get(`${DISPUTES}/${id.replace(/^.{8}/, '00000000')}/${path}`)).json;
        expect(answer).toEqual(nothing);
        expect(answer).toMatchObject({ status: 404, code: 'NOT_FOUND' });
      }
    }
    expect((await flow.as(accountOf('county', 'analyst')).get(`${DISPUTES}/${id}/papers/agreement`)).status).toBe(403);
    expect((await flow.nobody.get(`${DISPUTES}/${id}/papers/agreement`)).status).toBe(401);
  });

  it('comes as PDF by its name or by what is taken, and in no other form', async () => {
    for (const [code, headers] of [['agreement.pdf', {}], ['agreement', { accept: 'application/pdf' }]] as const) {
      const pdf = await paper(MEDIATOR, code, headers);
      expect([pdf.status, pdf.headers['content-type'], pdf.text]).toEqual([200, 'application/pdf', '%PDF-1.4']);
    }
    expect((await paper(MEDIATOR, 'agreement', { accept: 'image/png' })).json).toMatchObject({ status: 406, code: 'PAPER_FORM_UNKNOWN' });
  });

  it('is recognised by the police once it is performed, and goes back to the court before the archive', async () => {
    expect(await refused('police-recognition', {})).toEqual([422, 'AGREEMENT_NOT_PERFORMED']);
    const agreement = (await flow.as(MEDIATOR).get(`${DISPUTES}/${id}`)).json.agreement as { terms: { termId: string }[] };
    await act(flow, MEDIATOR, id, 'performance', { termId: agreement.terms[0]?.termId as string });
    await act(flow, MEDIATOR, id, 'police-recognition', {});
    await act(flow, MEDIATOR, id, 'police-decision', { outcome: 'noPenalty', decidedOn: '2026-11-02' });
    const archive = { documents: ['registrationForm', 'investigationRecord', 'evidence', 'mediationRecord', 'agreement', 'fileNote', 'backCover'] };
    const tooEarly = await flow.as(CHAIR).post(`${DISPUTES}/${id}/archive`, archive);
    expect([tooEarly.status, tooEarly.json.code]).toEqual([422, 'FILE_NOT_RETURNED']);
    await act(flow, MEDIATOR, id, 'return-to-court', {});
    await act(flow, CHAIR, id, 'archive', archive);
    const file = (await flow.as(MEDIATOR).get(`${DISPUTES}/${id}`)).json.file as { code: string; state: string }[];
    expect(file.filter(({ state }) => state === 'missing').map(({ code }) => code)).toEqual(['returnVisitRecord']);
  });
});

describe('a machine without a browser', () => {
  it('says how to come to a PDF all the same', async () => {
    const flow = await openFlow({ browser: '/nowhere/browser' });
    const id = await plant(flow, MEDIATOR);
    await mediate(flow, id, { mediator: MEDIATOR, chair: CHAIR, above: DIRECTOR });
    const answer = await flow.as(MEDIATOR).get(`${DISPUTES}/${id}/papers/returnVisitRecord.pdf`);
    expect(answer.json).toMatchObject({ status: 501, code: 'PDF_NOT_HERE', zh: expect.stringContaining('另存为 PDF'), en: expect.stringContaining('FENGQIAO_BROWSER') });
    expect((await flow.as(MEDIATOR).get(`${DISPUTES}/${id}/papers/returnVisitRecord`)).text).toContain(PLANTED.M5.visit);
    await flow.close();
  }, 60_000);
});
