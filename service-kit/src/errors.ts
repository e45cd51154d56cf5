/** An expected failure: `message` and `details` are safe to show to the caller. */
export class AppError extends Error {
  constructor(
    readonly status: number,
    readonly errorCode: string,
    message: string,
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
    this.name = 'AppError';
  }
}

/** 404 `NOT_FOUND`; the same for an unknown id and for another company's. */
export class NotFoundError extends AppError {
  constructor(kind: string, id: string) {
    super(404, 'NOT_FOUND', `There is no ${kind} with this id.`, { kind, id });
  }
}

/** 409 `IDEMPOTENCY_KEY_TAKEN`: the key was used for another subject, so that its first result does not answer this request. */
export class KeyTakenError extends AppError {
  constructor(idempotency_key: string) {
    super(409, 'IDEMPOTENCY_KEY_TAKEN', 'This idempotency_key was used for something else.', { idempotency_key });
  }
}

/** 503: not now, and when to come back, in whole seconds. */
export class UnavailableError extends AppError {
  constructor(
    errorCode: string,
    message: string,
    readonly retryAfter: number,
  ) {
    super(503, errorCode, message);
  }
}

export interface WrongField {
  field: string;
  message: string;
}

/** An answer does not grow with what was sent: this many fields are named, the others counted. */
const NAMED = 100;
const LONGEST_NAME = 200;

const inShort = ({ field, message }: WrongField): WrongField => ({
  field: field.slice(0, LONGEST_NAME).toWellFormed(),
  message,
});

/** 422 `VALIDATION_FAILED`, naming the wrong fields (the first hundred) and saying how many there are. */
export class ValidationError extends AppError {
  constructor(wrong: readonly WrongField[]) {
    const fields = wrong.slice(0, NAMED).map(inShort);
    const others = wrong.length > NAMED ? ` and ${String(wrong.length - NAMED)} more` : '';
    const names = fields.map(({ field }) => field).join(', ');
    super(422, 'VALIDATION_FAILED', `${names}${others}: not valid.`, { fields, count: wrong.length });
  }
}
