/** @type {import('next').NextConfig} */
export default {
  typedRoutes: true,
  poweredByHeader: false,
  serverExternalPackages: ['libsql', '@prisma/client', 'pino'],
  async rewrites() {
    // The data plane exists twice upstream: Python says /v1/..., the npm client leaves it out.
    const unversioned = ['runs', 'events', 'session', 'sessions'];
    return {
      beforeFiles: unversioned.flatMap((name) => [
        { source: `/${name}`, destination: `/v1/${name}` },
        { source: `/${name}/:path*`, destination: `/v1/${name}/:path*` },
      ]),
      afterFiles: [],
      fallback: [],
    };
  },
};
