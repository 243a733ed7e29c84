// The Home tab.

export const homeWords = {
  howTo: [
    'Post a link in the channel: its summary comes as a reply in the thread.',
    'Vote with 👍 or the button: the best of the week go into the digest.',
    'Press 🛠 Make it a PoC on what you would build: the most wanted becomes a brief.',
  ],
  nextLesson: 'Your next lesson',
  saves: 'Your list',
  noSaves: 'Nothing saved yet: press 🔖 Save on a card.',
  allSaves: (command: string) => `All of them: \`${command} save list\``,
  verbs: 'What you can ask',
};
