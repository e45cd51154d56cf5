/** Gets a line about the state of work that takes long. */
export type OnProgress = (message: string) => void;
