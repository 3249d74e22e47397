// What words mean in an order to a language model, by concept: the order's grammar is much the same in every language.

/** Bits, since a word may be several: `override` drops and ranks. */
export const DROP = 1;
export const ORDERS = 2;
export const PRIOR = 4;
export const YOU = 8;
export const REVEAL = 16;
export const SECRET = 32;
export const LIMITS = 64;
export const NONE = 128;
export const MODEL = 256;
export const RANK = 512;
export const ANSWER = 1024;
export const NEW = 2048;
export const LIFTED = 4096;
export const TEXT = 8192;

/** A `*` at the end: any ending. */
const LEXICON: readonly (readonly [number, string])[] = [
  [
    DROP,
    'ignore ignoring disregard violate disobey disregarding forget forgetting override bypass neglect overlook skip discard unlearn erase wipe abandon reset void ignorier* vergiss vergesst vergessen missacht* ignorez oublie oubliez ignora ignorad olvida olvide olviden esqueça esquece esqueçam desconsidere dimentica dimenticate negeer vergeet zignoruj zapomnij pomiń ignorera glöm unut yoksay игнориру* проигнориру* забудь забудьте تجاهل تجاهلوا انسَ انس अनदेखा भूल',
  ],
  [
    ORDERS,
    'instruction instructions prompt prompts rules directions guidelines directive directives commands programming programmed prompting preprompt instructed anweisung* vorgaben regeln befehle prompttexte instructies instructie opdrachten opdracht consigne consignes règles reglas instruccion* instruções instrucoes regras istruzion* regole comandi instrukc* polece* zasady instruktioner regler talimat* komut* kurallar* инструкци* указани* правила команды промпт* تعليمات التعليمات الأوامر निर्देश* निर्देशों',
  ],
  [
    PRIOR,
    'previous previously prior above earlier preceding all any every foregoing original initial initially everything existing these those before past so old own former default previo previos anterior anteriores todo todas todos todo alle allen alles vorherig* bisherig* obig* davor vorig* zuvor oben tous toutes toute précédent* précédemment dessus précède précédent acima arriba precede sopra anteriormente tutte tutti precedent* vorige eerdere bovenstaande wszystkie poprzedni* alla tidigare önceki tüm предыдущ* прошлые все всё выше написанное ранее ما سبق ऊपर السابقة جميع كل पिछले सभी',
  ],
  [
    YOU,
    'you your yours yourself u ur du dein deine deiner deinen dich ihre tu tus vous votre vos ton tes tuo tua tuoi tue seu sua seus suas você vocês estás tienes sei hai bist hast jouw je twoje твои твой ваши ты тебя أنت الخاص لديك तुम अपना अपने',
  ],
  [
    REVEAL,
    'reveal print show repeat output display leak dump disclose tell give expose echo list summarize summarise recite copy translate share describe spell write say return provide reprint zeige zeig nenne gib wiederhole verrate montre affiche répète donne révèle muestra revela repite dime mostra mostre revele repita rivela ripeti toon herhaal laat pokaż wyświetl visa göster покажи выведи повтори раскрой اعرض اكشف أظهر दिखाओ बताओ',
  ],
  [
    SECRET,
    'system hidden secret confidential internal initial original systemprompt système sistema systeem systemowy системный системные system-prompt النظام सिस्टम',
  ],
  [
    LIMITS,
    'restri* filter filters filtering limit limits limitations limitation guidelines policy policies rules constraints censorship safeguards guardrails safety ethics ethical moral morals morality warnings disclaimer disclaimers refusals boundaries protocols beschränkung* einschränkung* filtern richtlinien filtres limites beperkingen ogranicze* begränsningar ограничени* предупреждени* advertencia advertencias aviso avisos avertissement avertissements avvertimenti avviso warnung warnungen фильтров تحذير चेतावनी قيود القيود प्रतिबंध*',
  ],
  [
    NONE,
    "no without never not none don't dont cannot free unbound zero nor ohne keine kein sans aucune aucun sin ninguna ningún sem nenhuma nenhum senza alcuna alcun zonder geen bez żadnych utan inga нет без никаких каких-либо ليس دون بدون دون बिना",
  ],
  [
    MODEL,
    'ai assistant chatbot llm gpt chatgpt model models gemini claude agent agents bot dan copilot ki sprachmodell asistente assistente assistent ассистент ии',
  ],
  [
    RANK,
    'precedence supersede supersedes priority override overrides overriding replace replaces irrelevant obsolete void null invalid cancelled canceled apply applies vorrang priorité prioridad prioridade priorità voorrang приоритет الأولوية प्राथमिकता',
  ],
  [
    ANSWER,
    'answer respond reply act behave generate comply speak talk obey antworte beantworte réponds répondez responde responda responde réponds rispondi antwoord odpowiadaj responder rispondere antworten répondre antwoorden reagiere отвечай أجب',
  ],
  [
    NEW,
    'new following instead now next neue neuen folgende nouvelle nouvelles suivantes nuevas siguientes novas nuove seguenti nieuwe новые الجديدة नए',
  ],
  [LIFTED, 'disabled lifted suspended deactivated off removed unlocked ended disable deactivate turned void apply'],
  [TEXT, 'words text everything sentence sentences message messages content conversation phrase line lines told given said context'],
];

const SHORTEST_STEM = 4;
const LONGEST_STEM = 14;

const build = (stems: boolean): ReadonlyMap<string, number> => {
  const map = new Map<string, number>();
  for (const [concept, list] of LEXICON)
    for (const word of list.split(' ')) {
      if (word.endsWith('*') !== stems) continue;
      const plain = stems ? word.slice(0, -1) : word;
      map.set(plain, (map.get(plain) ?? 0) | concept);
    }
  return map;
};

const WORDS = build(false);
const STEMS = build(true);

/** The concepts of a word in lower case, 0 for none. */
export const conceptsOf = (word: string): number => {
  let found = WORDS.get(word) ?? 0;
  for (let length = SHORTEST_STEM; length <= LONGEST_STEM && length <= word.length; length++)
    found |= STEMS.get(word.slice(0, length)) ?? 0;
  return found;
};

/** Scripts without blanks: an order's verb and its object, near each other. */
export const UNSPACED_ORDERS: readonly (readonly [verbs: readonly string[], objects: readonly string[]])[] = [
  [
    ['忽略', '无视', '忘记', '忽視', '無視', '忘れ', '무시', '잊어'],
    ['指令', '指示', '提示', '规则', '命令', 'プロンプト', 'ルール', '지시', '명령', '프롬프트', '규칙', '内容'],
  ],
  [
    ['显示', '输出', '告诉', '表示', '教えて', '出力', '보여', '알려'],
    ['系统提示', '系统消息', 'システムプロンプト', 'システムメッセージ', '시스템 프롬프트'],
  ],
  [
    ['忘记', '忘れ', '잊어', '忽略', '無視'],
    ['一切', 'すべて', '모든', '上面', '全部'],
  ],
  [
    ['不要', 'ないで', 'なしに', '하지 마', '말고'],
    ['拒绝', '拒否', '거부', '警告', '경고'],
  ],
  [
    ['没有', '不受', '一切', '何の', '無', 'ない', '없'],
    ['限制', '制限', '제한'],
  ],
  [
    ['新指令', '新しい指示', '새로운 지시'],
    ['优先', '優先', '우선'],
  ],
];
