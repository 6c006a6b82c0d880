import {
  Button,
  Checkbox,
  type CSSVariablesResolver,
  createTheme,
  Drawer,
  defaultVariantColorsResolver,
  Input,
  type MantineColorsTuple,
  Modal,
  NativeSelect,
  NumberInput,
  Overlay,
  PasswordInput,
  Popover,
  Radio,
  Select,
  Textarea,
  TextInput,
  Tooltip,
  type VariantColorsResolver,
} from '@mantine/core'
import controls from './controls.module.css'

const ink: MantineColorsTuple = [
  '#f7f6f3',
  '#e5e2dc',
  '#b9c0c8',
  '#8a939d',
  '#68727d',
  '#55606c',
  '#3b4651',
  '#28323d',
  '#17202a',
  '#0f1418',
]

/** Solid buttons are ink on paper, or red where the action destroys; every other colour is a state and no button bears it. */
const variantColorResolver: VariantColorsResolver = (input) => {
  if (input.variant !== 'filled') return defaultVariantColorsResolver(input)
  const ground = input.color === 'bad' ? 'var(--bad)' : 'var(--ink)'
  return {
    background: ground,
    hover: `color-mix(in srgb, ${ground} 88%, var(--bg))`,
    color: 'var(--bg)',
    border: '1px solid transparent',
  }
}

/** The library's own greys, warm as our paper in the light and slate in the dark, where it uses them by number. */
const gray: MantineColorsTuple = [
  '#fbfaf8',
  '#f7f6f3',
  '#efede8',
  '#e5e2dc',
  '#d3d0c9',
  '#b9c0c8',
  '#8a939d',
  '#68727d',
  '#55606c',
  '#17202a',
]
const dark: MantineColorsTuple = [
  '#e7ecf0',
  '#c3ccd4',
  '#9aa7b3',
  '#83909c',
  '#26303a',
  '#1f2830',
  '#161d23',
  '#0f1418',
  '#0c1115',
  '#080b0e',
]

export const theme = createTheme({
  primaryColor: 'ink',
  colors: { ink, gray, dark },
  primaryShade: { light: 8, dark: 0 },
  fontFamily: 'var(--font-geist-sans), system-ui, sans-serif',
  fontFamilyMonospace: 'var(--font-geist-mono), ui-monospace, monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '22px' },
  lineHeights: { xs: '1.45', sm: '1.45', md: '1.45', lg: '1.4', xl: '1.3' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  variantColorResolver,
  components: {
    Button: Button.extend({ defaultProps: { variant: 'default', size: 'sm' }, classNames: { root: controls.button } }),
    TextInput: TextInput.extend({ classNames: { label: controls.label, input: controls.input } }),
    PasswordInput: PasswordInput.extend({ classNames: { label: controls.label, input: controls.input } }),
    InputWrapper: Input.Wrapper.extend({
      classNames: { label: controls.label, description: controls.description, error: controls.error },
    }),
    NumberInput: NumberInput.extend({ classNames: { label: controls.label, input: controls.input } }),
    Checkbox: Checkbox.extend({
      defaultProps: { iconColor: 'var(--bg)' },
      classNames: { input: controls.tick, description: controls.description },
    }),
    Radio: Radio.extend({
      defaultProps: { iconColor: 'var(--bg)' },
      classNames: { radio: controls.tick, description: controls.description },
    }),
    NativeSelect: NativeSelect.extend({ classNames: { label: controls.label, input: controls.input } }),
    Textarea: Textarea.extend({ classNames: { label: controls.label, input: controls.input } }),
    Select: Select.extend({
      defaultProps: { allowDeselect: false, checkIconPosition: 'right' },
      classNames: { label: controls.label, input: controls.input },
    }),
    Modal: Modal.extend({
      defaultProps: { centered: true, radius: 'lg', shadow: 'none' },
      classNames: { content: controls.panel, header: controls.modalHeader, title: controls.modalTitle },
    }),
    Drawer: Drawer.extend({
      defaultProps: { shadow: 'none' },
      classNames: { content: controls.panel, header: controls.modalHeader, title: controls.modalTitle },
    }),
    Overlay: Overlay.extend({ defaultProps: { color: '#0f1418', backgroundOpacity: 0.45 } }),
    Popover: Popover.extend({ defaultProps: { shadow: 'none' } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 250 }, classNames: { tooltip: controls.tooltip } }),
  },
})

const tokens = {
  '--mantine-color-body': 'var(--bg)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-bright': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--dim)',
  '--mantine-color-placeholder': 'var(--faint)',
  '--mantine-color-anchor': 'var(--ink)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-default': 'var(--card)',
  '--mantine-color-default-hover': 'var(--hair)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line)',
  '--mantine-color-disabled': 'var(--hair)',
  '--mantine-color-disabled-color': 'var(--faint)',
  '--mantine-color-disabled-border': 'var(--line)',
  '--mantine-primary-color-filled': 'var(--ink)',
  '--mantine-primary-color-filled-hover': 'var(--ink)',
  '--mantine-primary-color-contrast': 'var(--bg)',
}

/** Hands our tokens to the library's components, alike in both schemes: the tokens themselves know light from dark. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({ variables: {}, light: tokens, dark: tokens })
