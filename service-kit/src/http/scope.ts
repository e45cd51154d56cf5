/** Whether the granted scopes allow what is asked; `*` allows all, and nothing but `*` allows `*`. */
export const covers = (granted: readonly string[], asked: string): boolean =>
  granted.includes('*') || granted.includes(asked);
