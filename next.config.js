/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // Types are checked over the whole house by `npm run typecheck` and `npm test`; twice would cost every first start.
  typescript: { ignoreBuildErrors: true },
  // Drivers and native code stay outside the bundle: they are loaded by Node as they are installed.
  serverExternalPackages: ['@node-rs/argon2', 'pg-boss', 'postgres', 'pino', 'rate-limiter-flexible'],
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks'] },
}
