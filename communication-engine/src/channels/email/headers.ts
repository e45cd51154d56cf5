/** What every e-mail of ours carries, whoever takes it: one-click unsubscribe (RFC 8058), and how to find it here again. */
export const emailHeaders = ({ id, unsubscribe_url }: { id: string; unsubscribe_url: string }) => ({
  'List-Unsubscribe': `<${unsubscribe_url}>`,
  'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  'X-Lead-Nurturing-Message-Id': id,
});
