// Loaded into n8n before n8n itself. Whoever started it holds the other end of its stdin; when that process is gone,
// even by kill -9, n8n stops as on SIGTERM instead of keeping the port and the database.
import { isMainThread } from 'node:worker_threads';

// Node loads this into n8n's worker threads too, whose stdin has ended from the beginning.
if (isMainThread) process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM')).resume();
