/**
 * Icons that people ask for by name and that VS Code's set lacks, as the text of an SVG file. VS Code takes the shape
 * from it and the colour from the theme.
 */
export const OWN_ICONS: Readonly<Record<string, string>> = {
  calculator:
    '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="#000" ' +
    'stroke-width="1.5" stroke-linecap="round"><rect x="4.75" y="2.75" width="14.5" height="18.5" rx="2"/>' +
    '<rect x="8" y="6" width="8" height="3" rx=".5"/><path stroke-width="2" d="M8.2 13h.1M12 13h.1M15.8 13h.1M8.2 17h.1' +
    'M12 17h.1M15.8 17h.1"/></svg>',
};
