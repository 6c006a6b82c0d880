/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // Drivers and native code stay outside the bundle: they are loaded by Node as they are installed.
  serverExternalPackages: ['@node-rs/argon2', 'pg-boss', 'postgres', 'pino'],
  experimental: { optimizePackageImports: ['@mantine/core', '@mantine/hooks'] },
}
