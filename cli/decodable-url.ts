/**
 * An address whose path can be percent-decoded: where it can not, its percent signs are only characters. Then it leads to
 * what is answered for an unknown id, not to Next's error for addresses it can not read.
 */
export function decodableUrl(url: string): string {
  const [path = '', ...query] = url.split('?');
  try {
    decodeURIComponent(path);
    return url;
  } catch {
    return [path.replaceAll('%', '%25'), ...query].join('?');
  }
}
