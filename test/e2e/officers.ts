import { defined } from '@duixian/values';
import type { Stage } from './stage.ts';

// biome-ignore lint/suspicious/noExplicitAny: what is expected of an answer is said by each assertion
type Answer = any;

/**
 * The persons with a key: Ann prepares, Chen approves, the bureau is the treasury's, Bo may prepare and
 * approve, and Dai prepares too, so that somebody decides what Ann recorded.
 */
export type Person = 'ann' | 'bo' | 'chen' | 'dai' | 'bureau';

const SCOPES_OF_BO = ['prepare', 'approve'];
const PAPER = '郑科函〔2026〕1号';

/** The fiscal year in which a test runs, in Asia/Shanghai. */
export const FISCAL_YEAR = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();

/** The officers who handle money, each with a key of their own. */
export class Officers {
  readonly #stage: Stage;
  readonly #keys: Readonly<Record<Person, string>>;

  private constructor(stage: Stage, keys: Readonly<Record<Person, string>>) {
    this.#stage = stage;
    this.#keys = keys;
  }

  static async of(stage: Stage): Promise<Officers> {
    const given = await stage.giveKeys({ bo: SCOPES_OF_BO, dai: ['prepare'] });
    const bo = defined(given.get('bo'), 'it was given');
    const dai = defined(given.get('dai'), 'it was given');
    const { adminKey: ann, approverKey: chen, treasuryKey: bureau } = stage.system.keys;
    return new Officers(stage, { ann, bo, chen, dai, bureau });
  }

  /** Each on a paper, unless `body` names another. */
  post(person: Person, path: string, body: object = {}): Promise<{ status: number; answer: Answer }> {
    return this.#request(person, path, {
      method: 'POST',
      body: JSON.stringify({ document: PAPER, ...body }),
    });
  }

  ask(person: Person, path: string): Promise<{ status: number; answer: Answer }> {
    return this.#request(person, path, {});
  }

  /** A request that must succeed; answers its result. */
  async do(person: Person, path: string, body: object = {}): Promise<Answer> {
    const { status, answer } = await this.post(person, path, body);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(answer)}`);
    return answer;
  }

  /** Drafts a run and waits until its lines are there. */
  async draft(id: string, programme: string, filter: object = {}): Promise<Answer> {
    await this.do('ann', '/v1/runs', { id, title: `批次 ${id}`, programme, ...filter });
    return this.worked(id);
  }

  /** A step of a run, to its end. */
  async step(person: Person, id: string, what: string): Promise<Answer> {
    await this.do(person, `/v1/runs/${id}/${what}`);
    return this.worked(id);
  }

  /** The run once no step of it is in progress. */
  async worked(id: string): Promise<Answer> {
    let run: Answer;
    await this.#stage.until(async () => {
      run = await this.#stage.get(`/v1/runs/${id}`);
      return run.step === null;
    }, `a step of run ${id} to be worked off`);
    return run;
  }

  async lines(run: string): Promise<Answer[]> {
    const all: Answer[] = [];
    for (let after = ''; ; ) {
      const { lines, next } = await this.#stage.get(`/v1/runs/${run}/lines?limit=1000${after}`);
      all.push(...lines);
      if (next === null) return all;
      after = `&after=${next}`;
    }
  }

  async line(run: string, entity: string): Promise<Answer> {
    return (await this.lines(run)).find((line) => line.entity === entity);
  }

  appropriate(programme: string, appropriatedFen: number, document = PAPER): Promise<Answer> {
    return this.do('bureau', `/v1/budgets/${FISCAL_YEAR}/${programme}`, { appropriatedFen, document });
  }

  async budget(programme: string): Promise<Answer> {
    const { budgets } = await this.#stage.get(`/v1/budgets?year=${FISCAL_YEAR}`);
    return budgets.find((budget: Answer) => budget.programme === programme);
  }

  async #request(
    person: Person,
    path: string,
    request: RequestInit,
  ): Promise<{ status: number; answer: Answer }> {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${this.#keys[person]}` };
    const response = await fetch(`${this.#stage.system.url}${path}`, { ...request, headers });
    return { status: response.status, answer: await response.json() };
  }
}
