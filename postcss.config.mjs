/** Mantine's mixins (light-dark, rem, smaller-than) and the breakpoints that the CSS modules share. */
export default {
  plugins: {
    'postcss-preset-mantine': {},
    'postcss-simple-vars': {
      variables: { 'mantine-breakpoint-xs': '36em', 'mantine-breakpoint-sm': '48em', 'mantine-breakpoint-md': '62em' },
    },
  },
}
