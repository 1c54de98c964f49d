import { quoteWord } from '@/lib/gate/quote-word';

/** The line that makes a key with admin where the server runs. */
export function createKeyCommand(project: string): string {
  return `baggage-claim keys create --project ${quoteWord(project)} --name admin --scope admin`;
}
