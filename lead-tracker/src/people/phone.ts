import { parsePhoneNumberFromString } from 'libphonenumber-js';

/** E.164 where the number allows it, else as given without spaces: a number without country code is still a number. */
export function normalPhone(phone: string): string {
  const parsed = parsePhoneNumberFromString(phone);
  return parsed?.isPossible() ? parsed.number : phone.replaceAll(/\s+/g, '');
}
