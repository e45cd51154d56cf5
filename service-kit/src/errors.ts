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

/** 422 `VALIDATION_FAILED`, naming each wrong field. */
export class ValidationError extends AppError {
  constructor(fields: { field: string; message: string }[]) {
    super(422, 'VALIDATION_FAILED', `${fields.map(({ field }) => field).join(', ')}: not valid.`, { fields });
  }
}
