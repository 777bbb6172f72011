/** The variables VS Code gives a webview, for the colour themes the panels are looked at in. */
export type Theme = 'light' | 'dark' | 'hc-dark' | 'hc-light';

interface Tones {
  readonly kind: string;
  readonly text: string;
  readonly quiet: string;
  readonly page: string;
  readonly widget: string;
  readonly input: string;
  readonly border: string;
  readonly focus: string;
  readonly button: string;
  readonly buttonText: string;
  readonly second: string;
  readonly link: string;
  readonly hover: string;
  readonly selected: string;
  readonly selectedText: string;
  readonly error: string;
  readonly warning: string;
  /** Outlines of high contrast; none in other themes. */
  readonly contrast?: string;
  readonly active?: string;
}

const tones: Readonly<Record<Theme, Tones>> = {
  dark: {
    kind: 'vscode-dark',
    text: '#cccccc',
    quiet: '#9d9d9d',
    page: '#1f1f1f',
    widget: '#202020',
    input: '#313131',
    border: '#2b2b2b',
    focus: '#0078d4',
    button: '#0078d4',
    buttonText: '#ffffff',
    second: '#313131',
    link: '#4daafc',
    hover: '#2a2d2e',
    selected: '#04395e',
    selectedText: '#ffffff',
    error: '#f85149',
    warning: '#cca700',
  },
  light: {
    kind: 'vscode-light',
    text: '#3b3b3b',
    quiet: '#3b3b3b',
    page: '#ffffff',
    widget: '#f8f8f8',
    input: '#ffffff',
    border: '#e5e5e5',
    focus: '#005fb8',
    button: '#005fb8',
    buttonText: '#ffffff',
    second: '#e5e5e5',
    link: '#005fb8',
    hover: '#f2f2f2',
    selected: '#e8e8e8',
    selectedText: '#000000',
    error: '#f85149',
    warning: '#bf8803',
  },
  'hc-dark': {
    kind: 'vscode-high-contrast',
    text: '#ffffff',
    quiet: '#ffffff',
    page: '#000000',
    widget: '#0c141f',
    input: '#000000',
    border: '#6fc3df',
    focus: '#f38518',
    button: '#000000',
    buttonText: '#ffffff',
    second: '#000000',
    link: '#21a6ff',
    hover: '#000000',
    selected: '#000000',
    selectedText: '#ffffff',
    error: '#f48771',
    warning: '#ffd37c',
    contrast: '#6fc3df',
    active: '#f38518',
  },
  'hc-light': {
    kind: 'vscode-high-contrast vscode-high-contrast-light',
    text: '#292929',
    quiet: '#292929',
    page: '#ffffff',
    widget: '#ffffff',
    input: '#ffffff',
    border: '#0f4a85',
    focus: '#006bbd',
    button: '#0f4a85',
    buttonText: '#ffffff',
    second: '#ffffff',
    link: '#0f4a85',
    hover: '#ffffff',
    selected: '#ffffff',
    selectedText: '#292929',
    error: '#b5200d',
    warning: '#895503',
    contrast: '#0f4a85',
    active: '#006bbd',
  },
};

/** Class of the body under a theme, as VS Code sets it. */
export function bodyClass(theme: Theme): string {
  return tones[theme].kind;
}

/** The theme as a rule on the root element. */
export function themeRule(theme: Theme): string {
  const tone = tones[theme];
  const pairs = Object.entries(variables(tone)).filter(([, value]) => value !== undefined);
  return `:root { ${pairs.map(([name, value]) => `--vscode-${name}: ${value};`).join(' ')} }`;
}

function variables(tone: Tones): Record<string, string | undefined> {
  return {
    'font-family': 'system-ui, "Ubuntu", "Droid Sans", sans-serif',
    'font-size': '13px',
    'font-weight': 'normal',
    foreground: tone.text,
    descriptionForeground: tone.quiet,
    errorForeground: tone.error,
    'editorWarning-foreground': tone.warning,
    'editor-background': tone.page,
    'editor-foreground': tone.text,
    'editorWidget-background': tone.widget,
    'panel-border': tone.border,
    focusBorder: tone.focus,
    contrastBorder: tone.contrast,
    contrastActiveBorder: tone.active,
    'button-background': tone.button,
    'button-foreground': tone.buttonText,
    'button-hoverBackground': tone.button,
    'button-secondaryBackground': tone.second,
    'button-secondaryForeground': tone.text,
    'button-secondaryHoverBackground': tone.hover,
    'button-border': tone.contrast,
    'textLink-foreground': tone.link,
    'textLink-activeForeground': tone.link,
    'list-hoverBackground': tone.hover,
    'list-activeSelectionBackground': tone.selected,
    'list-activeSelectionForeground': tone.selectedText,
    'input-background': tone.input,
    'input-foreground': tone.text,
    'input-border': tone.contrast ?? tone.border,
    'input-placeholderForeground': tone.quiet,
    'dropdown-background': tone.input,
    'dropdown-foreground': tone.text,
    'dropdown-border': tone.contrast ?? tone.border,
    'checkbox-background': tone.input,
    'checkbox-border': tone.contrast ?? tone.border,
    'checkbox-foreground': tone.text,
    'inputOption-activeBackground': tone.contrast ? 'transparent' : `${tone.focus}66`,
    'inputOption-activeForeground': tone.selectedText,
    'inputOption-activeBorder': tone.active ?? tone.focus,
    'inputValidation-infoBackground': tone.widget,
    'inputValidation-infoBorder': tone.focus,
    'inputValidation-errorBackground': tone.page,
    'inputValidation-errorBorder': tone.error,
    'menu-background': tone.widget,
    'menu-foreground': tone.text,
    'menu-border': tone.contrast ?? tone.border,
    'menu-selectionBackground': tone.selected,
    'menu-selectionForeground': tone.selectedText,
    'progressBar-background': tone.focus,
    'charts-blue': tone.link,
    'widget-shadow': '#00000044',
  };
}
