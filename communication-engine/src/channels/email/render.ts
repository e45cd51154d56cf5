/** The headers of every e-mail: one-click unsubscribe (RFC 8058), and the id of the message for support. */
export const emailHeaders = ({ id, unsubscribe_url }: { id: string; unsubscribe_url: string }) => ({
  'List-Unsubscribe': `<${unsubscribe_url}>`,
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  'X-Lead-Nurturing-Message-Id': id,
});

/** Text for a header: white space becomes one space and control characters are removed, so that no line can end. */
export const singleLine = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\p{Cc}/gu, '')
    .trim();
