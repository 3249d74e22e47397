// What would have kept a finding quiet, as it reads behind the label "Quiet if".

export const quietWords = (text: string): string => text.replace(/^Quiet if /, '');
