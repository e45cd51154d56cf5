import type { ErrorBody } from '@lead-nurturing/contracts/common/common';
import type { AppError } from '../errors';

/** The body of every error answer. */
export const errorBody = (error: AppError, requestId: string): ErrorBody => ({
  error_code: error.errorCode,
  message: error.message,
  details: error.details,
  request_id: requestId,
});
