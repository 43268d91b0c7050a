import { appendFileSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

const mebibyte = 1024 * 1024;
const saidEveryMs = 5_000;

/**
 * Downloads `url` and returns its bytes. What had arrived when it broke off stays in `part`, and the next try goes on from
 * there; whoever tries takes the file for himself, so that two never write one.
 */
export async function resumedDownload(url, part, { longestMs, stalledAfterMs, report }) {
  const own = `${part}.${process.pid}`;
  const giveUp = new AbortController();
  const overall = setTimeout(
    () => giveUp.abort(new Error(`not done within ${longestMs / 1000} s`)),
    longestMs,
  );
  let stalled;
  const alive = () => {
    clearTimeout(stalled);
    stalled = setTimeout(
      () => giveUp.abort(new Error(`nothing came for ${stalledAfterMs / 1000} s`)),
      stalledAfterMs,
    );
  };
  try {
    const had = claimed(part, own);
    alive();
    await append(own, url, had, giveUp.signal, { alive, report });
    return readFileSync(own);
  } catch (error) {
    if (sizeOf(own) > 0) renameSync(own, part);
    throw giveUp.signal.aborted ? giveUp.signal.reason : (error.cause ?? error);
  } finally {
    clearTimeout(overall);
    clearTimeout(stalled);
    rmSync(own, { force: true });
  }
}

async function append(own, url, had, signal, { alive, report }) {
  const response = await fetch(url, { signal, headers: had > 0 ? { range: `bytes=${had}-` } : {} });
  // Who does not know ranges, or has another file by now, sends the whole of it.
  const goesOn = response.status === 206;
  if (!response.ok) {
    rmSync(own, { force: true });
    throw new Error(`the download answered HTTP ${response.status}`);
  }
  if (!goesOn) writeFileSync(own, '');
  const before = goesOn ? had : 0;
  const whole = before + Number(response.headers.get('content-length') ?? Number.NaN);
  let arrived = before;
  let saidAtMs = performance.now();
  if (goesOn) report(`goes on after ${inMebibytes(had)} of ${inMebibytes(whole)}`);
  for await (const chunk of response.body) {
    alive();
    appendFileSync(own, chunk);
    arrived += chunk.length;
    if (performance.now() - saidAtMs < saidEveryMs) continue;
    saidAtMs = performance.now();
    report(`${inMebibytes(arrived)} of ${inMebibytes(whole)}`);
  }
}

/** Bytes that are there already and are taken over. */
function claimed(part, own) {
  try {
    renameSync(part, own);
    return sizeOf(own);
  } catch {
    return 0;
  }
}

function sizeOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function inMebibytes(bytes) {
  return Number.isFinite(bytes) ? `${Math.round(bytes / mebibyte)} MiB` : 'an unknown size';
}
