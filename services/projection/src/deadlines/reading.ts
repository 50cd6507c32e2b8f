import { invariant } from '@fengqiao/kernel';
import { NEVER, type Judge, type Judgement, type Question } from './judge';

/** A judgement, and why it does not rest on all facts where the engine fails on them. */
export interface Read {
  readonly judgement: Judgement;
  readonly failure?: string;
}

/**
 * Judges by all facts or, where the engine fails on them, by the longest beginning that it can read.
 * What was owed before the poison stays owed: silence is the one error that nobody would notice.
 */
export function readAsFarAsPossible(judge: Judge, question: Question): Read {
  try {
    return { judgement: ask(judge, question) };
  } catch (error) {
    return beforePoison(judge, question, String(error));
  }
}

function beforePoison(judge: Judge, question: Question, failure: string): Read {
  let judgement: Judgement = { obligations: [], nextOf: NEVER };
  for (const [index, fact] of question.facts.entries()) {
    try {
      judgement = ask(judge, { ...question, facts: question.facts.slice(0, index + 1) });
    } catch {
      return { judgement, failure: `JUDGING_FAILED ${fact.type} ${fact.stream}@${fact.revision}: ${failure}` };
    }
  }
  return { judgement, failure: `JUDGING_FAILED ${failure}` };
}

function ask(judge: Judge, question: Question): Judgement {
  const judgement = judge.judge(question);
  for (const [root, at] of judgement.nextOf) invariant(at > question.now, `the next instant of ${root}, ${at}, is not after ${question.now}`);
  return judgement;
}
