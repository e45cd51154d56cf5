import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { clearInterval, setInterval } from 'node:timers';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const BEAT_MS = 5_000;
// a holder that has not beaten for this long is gone, even if its pid now belongs to somebody else
const STALE_MS = 6 * BEAT_MS;

/**
 * Runs `work` while no other process holds `path`. A lock whose holder died is taken over.
 * @template T
 * @param {string} path
 * @param {{ onWait: (holder: number) => void, patience_ms?: number }} options `patience_ms`: give up after, default never
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, { onWait, patience_ms = Infinity }, work) {
  mkdirSync(dirname(path), { recursive: true });
  const since = Date.now();
  for (let told = false; !take(path); told = true) {
    const holder = pidIn(path);
    if (Date.now() - since > patience_ms) throw new Error(`process ${holder} holds ${path}`);
    if (holder && !told) onWait(holder);
    await sleep(Math.min(300, patience_ms));
  }
  const beat = setInterval(() => utimesSync(path, new Date(), new Date()), BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    rmSync(path, { force: true });
  }
}

/** @param {string} path */
function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const holder = pidIn(path);
  if (isStale(path, holder)) setAside(path, holder);
  return false;
}

/**
 * Two may find the same stale lock: a rename is won by one, and who moved a fresh lock by mistake puts it back.
 * @param {string} path
 * @param {number | undefined} stale
 */
function setAside(path, stale) {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (pidIn(aside) === stale) rmSync(aside);
    else renameSync(aside, path);
  } catch {
    // somebody else was quicker
  }
}

/**
 * @param {string} path
 * @param {number | undefined} holder
 */
function isStale(path, holder) {
  try {
    const quiet = Date.now() - statSync(path).mtimeMs;
    return quiet > STALE_MS || (holder !== undefined && !isAlive(holder));
  } catch {
    return false;
  }
}

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** @param {string} path */
function pidIn(path) {
  try {
    return Number(readFileSync(path, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}
