// How long an answer is waited for, in milliseconds.

export const LONGEST = 30_000; // for what was sent: then the same goes out again, by the same key
export const PATIENCE = 8_000; // for a page that is kept: then the kept one is better

// Fails after that time; what is under way goes on unheard.
export function inTime(answer, time) {
  return Promise.race([answer, new Promise((_, reject) => setTimeout(reject, time, new Error("slow")))]);
}

// Ends what is under way after that time; older browsers wait as long as they like.
export function within(time) {
  return AbortSignal.timeout?.(time);
}
