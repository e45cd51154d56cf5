/** Why a message cannot be written as its template and variables want it; the reason is fit to be shown. */
export class Unrenderable extends Error {}
