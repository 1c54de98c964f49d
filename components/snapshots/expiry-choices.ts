/** How long a link may work, in days; null for ever. */
export const EXPIRY_CHOICES: readonly { readonly days: number | null; readonly label: string }[] = [
  { days: 1, label: '1 day' },
  { days: 7, label: '7 days' },
  { days: 30, label: '30 days' },
  { days: 90, label: '90 days' },
  { days: null, label: 'Never' },
];

/** As long as the server gives a link of which nobody says how long. */
export const EXPIRY_DEFAULT_DAYS = 7;
