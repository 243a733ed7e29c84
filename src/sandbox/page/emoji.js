// Slack's names of emoji, the ones people use, and the ones the reaction picker offers.

const TABLE = `
+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|eyes 👀|tada 🎉|fire 🔥|rocket 🚀|heart ❤️|bulb 💡|thinking_face 🤔|hammer_and_wrench 🛠️
bookmark 🔖|raised_hands 🙌|clap 👏|pray 🙏|muscle 💪|ok_hand 👌|wave 👋|point_up ☝️|point_right 👉|point_down 👇|handshake 🤝|writing_hand ✍️
white_check_mark ✅|heavy_check_mark ✔️|x ❌|warning ⚠️|no_entry ⛔|question ❓|exclamation ❗|heavy_plus_sign ➕|heavy_minus_sign ➖|100 💯|star ⭐|star2 🌟|sparkles ✨|zap ⚡|boom 💥|trophy 🏆|medal 🏅|first_place_medal 🥇|second_place_medal 🥈|third_place_medal 🥉|dart 🎯|gem 💎
smile 😄|smiley 😃|grinning 😀|grin 😁|laughing 😆|joy 😂|rofl 🤣|slightly_smiling_face 🙂|wink 😉|blush 😊|heart_eyes 😍|sunglasses 😎|nerd_face 🤓|star-struck 🤩|partying_face 🥳|thinking 🤔|neutral_face 😐|unamused 😒|confused 😕|worried 😟|cry 😢|sob 😭|scream 😱|sweat_smile 😅|exploding_head 🤯|face_with_monocle 🧐|shushing_face 🤫|zipper_mouth_face 🤐|skull 💀|robot_face 🤖|robot 🤖|ghost 👻|alien 👽|see_no_evil 🙈|hear_no_evil 🙉|speak_no_evil 🙊
book 📖|books 📚|notebook 📓|newspaper 📰|memo 📝|pencil 📝|pencil2 ✏️|page_facing_up 📄|scroll 📜|bookmark_tabs 📑|label 🏷️|clipboard 📋|calendar 📆|date 📅|spiral_calendar_pad 🗓️|pushpin 📌|round_pushpin 📍|paperclip 📎|link 🔗|mag 🔍|mag_right 🔎|microscope 🔬|telescope 🔭|test_tube 🧪|alembic ⚗️|dna 🧬|abacus 🧮|brain 🧠|mortar_board 🎓|student 🧑‍🎓|teacher 🧑‍🏫|compass 🧭|world_map 🗺️
hammer 🔨|wrench 🔧|nut_and_bolt 🔩|gear ⚙️|toolbox 🧰|package 📦|computer 💻|desktop_computer 🖥️|keyboard ⌨️|floppy_disk 💾|battery 🔋|electric_plug 🔌|satellite 🛰️|construction 🚧|bricks 🧱|key 🔑|lock 🔒|unlock 🔓|shield 🛡️|bug 🐛|art 🎨|clapper 🎬|movie_camera 🎥|tv 📺|headphones 🎧|microphone 🎤|speech_balloon 💬|thought_balloon 💭|mega 📣|loudspeaker 📢|bell 🔔|no_bell 🔕|inbox_tray 📥|outbox_tray 📤|email 📧|envelope ✉️
chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|bar_chart 📊|moneybag 💰|dollar 💵|credit_card 💳|briefcase 💼|office 🏢|house 🏠|factory 🏭|globe_with_meridians 🌐|earth_africa 🌍|earth_americas 🌎|earth_asia 🌏|sunny ☀️|partly_sunny ⛅|cloud ☁️|rainbow 🌈|snowflake ❄️|ocean 🌊|seedling 🌱|evergreen_tree 🌲|herb 🌿|four_leaf_clover 🍀|rose 🌹|sunflower 🌻|apple 🍎|pizza 🍕|cake 🍰|birthday 🎂|coffee ☕|tea 🍵|beer 🍺|beers 🍻|champagne 🍾
hourglass ⌛|hourglass_flowing_sand ⏳|stopwatch ⏱️|alarm_clock ⏰|clock1 🕐|clock3 🕒|clock9 🕘|arrow_up ⬆️|arrow_down ⬇️|arrow_left ⬅️|arrow_right ➡️|arrow_upper_right ↗️|arrows_counterclockwise 🔄|repeat 🔁|back 🔙|soon 🔜|new 🆕|up 🆙|cool 🆒|free 🆓|sos 🆘|information_source ℹ️|recycle ♻️|infinity ♾️|one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|six 6️⃣|seven 7️⃣|eight 8️⃣|nine 9️⃣|keycap_ten 🔟|zero 0️⃣
red_circle 🔴|large_orange_circle 🟠|large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵|large_purple_circle 🟣|white_circle ⚪|black_circle ⚫|large_green_square 🟩|large_yellow_square 🟨|large_red_square 🟥|white_large_square ⬜|black_large_square ⬛|small_blue_diamond 🔹|small_orange_diamond 🔸|triangular_flag_on_post 🚩|checkered_flag 🏁|radio_button 🔘|orange_heart 🧡|yellow_heart 💛|green_heart 💚|blue_heart 💙|purple_heart 💜|black_heart 🖤|broken_heart 💔
jigsaw 🧩|game_die 🎲|crystal_ball 🔮|magic_wand 🪄|gift 🎁|balloon 🎈|ribbon 🎀|crown 👑|tophat 🎩|umbrella ☂️|ear 👂|raising_hand 🙋|raised_hand ✋|hand ✋|v ✌️|crossed_fingers 🤞|fist ✊|facepunch 👊|punch 👊|bow 🙇|shrug 🤷|face_palm 🤦|man-shrugging 🤷‍♂️|woman-shrugging 🤷‍♀️|busts_in_silhouette 👥|bust_in_silhouette 👤|technologist 🧑‍💻|scientist 🧑‍🔬|baby 👶|turtle 🐢|snail 🐌|rabbit 🐰|dog 🐶|cat 🐱|unicorn_face 🦄|llama 🦙|parrot 🦜|owl 🦉|whale 🐳|octopus 🐙|bee 🐝|honeybee 🐝|ant 🐜
`;

const CHARACTERS = new Map(
  TABLE.trim()
    .split(/[|\n]/)
    .map((entry) => entry.split(' ')),
);
const SKIN_TONES = ['', '', '🏻', '🏼', '🏽', '🏾', '🏿'];

/** `null` for a name that is not known: it is then shown as it is written. */
export function emojiCharacter(name) {
  const [base, tone] = name.split('::skin-tone-');
  const character = CHARACTERS.get(base);
  if (!character) return null;
  return tone ? character.replace('\uFE0F', '') + SKIN_TONES[Number(tone)] : character;
}

/** What the picker offers first, then all others by name. */
const PICKER = [
  '+1',
  '-1',
  'fire',
  'rocket',
  'hammer_and_wrench',
  'bookmark',
  'eyes',
  'bulb',
  'thinking_face',
  'tada',
  'heart',
  'white_check_mark',
];

export function findEmoji(words) {
  const wanted = words.trim().toLowerCase().replace(/:/g, '').replace(/\s+/g, '_');
  if (wanted === '') return PICKER;
  return [...CHARACTERS.keys()].filter((name) => name.includes(wanted)).slice(0, 36);
}
