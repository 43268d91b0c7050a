import { Agent, request } from 'node:http';

/** Posts batches over connections that stay open. A third of the price of fetch, on the machine that is being measured. */
export class Poster {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 512 });
  readonly #url: string;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.#url = url;
    this.#key = key;
  }

  post(path: string, body: string): Promise<{ status: number; answer: string }> {
    const headers = {
      'content-type': 'application/cloudevents-batch+json',
      authorization: `Bearer ${this.#key}`,
      'content-length': Buffer.byteLength(body),
    };
    return new Promise((resolve, reject) => {
      const options = { method: 'POST', agent: this.#agent, headers };
      const posted = request(`${this.#url}${path}`, options, (response) => {
        let answer = '';
        response.setEncoding('utf8');
        response.on('data', (part) => {
          answer += part;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, answer }));
        response.on('error', reject);
      });
      posted.on('error', reject);
      posted.end(body);
    });
  }
}
