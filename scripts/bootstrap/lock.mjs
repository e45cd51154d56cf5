import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { clearInterval, setInterval } from 'node:timers';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const HEARTBEAT_MS = 5_000;
// A holder without a heartbeat for this long has ended, even if another process has its pid now.
const STALE_MS = 6 * HEARTBEAT_MS;

/**
 * Runs `work` while this process holds the lock file `path`. A lock whose holder has ended is taken over.
 * @template T
 * @param {string} path
 * @param {{ onWait: (holder: number) => void, patience_ms?: number }} options `patience_ms`: wait this long before failing, default forever
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, { onWait, patience_ms = Infinity }, work) {
  mkdirSync(dirname(path), { recursive: true });
  const since = Date.now();
  for (let reported = false; !take(path); reported = true) {
    const holder = pidIn(path);
    if (Date.now() - since > patience_ms) throw new Error(`process ${holder} holds ${path}`);
    if (holder && !reported) onWait(holder);
    await sleep(Math.min(300, patience_ms));
  }
  const heartbeat = setInterval(() => utimesSync(path, new Date(), new Date()), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
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
 * Two processes may find the same stale lock: only one rename succeeds, and a process that has renamed a new lock by
 * mistake puts it back.
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
    // Another process was quicker.
  }
}

/**
 * @param {string} path
 * @param {number | undefined} holder
 */
function isStale(path, holder) {
  try {
    const sinceHeartbeat = Date.now() - statSync(path).mtimeMs;
    return sinceHeartbeat > STALE_MS || (holder !== undefined && !isAlive(holder));
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
