// Set phrases of prompt injection: orders hidden in a document for whatever model reads it, and claims about its instructions.

/** Orders that are hidden in a document for whatever model reads it, or that ask it to keep quiet. */
export const PHRASES: readonly (readonly [RegExp, number])[] = [
  [
    /\b(?:ai|llm|model|assistant|agent)s?\b.{0,40}\b(?:read|reading|processing|summari[sz]ing|parsing|indexing) this\b(?! (?:week|month|year|morning|time))/,
    4,
  ],
  [
    /\b(?:do not|don't|never|without) (?:tell|telling|mention|inform|notify|alert|warn|warning)(?:ing)? (?:this to |it to )?(?:the|your) users?\b/,
    3,
  ],
  [/\b(?:all|every|any) future (?:conversation|session|response|request|message|interaction|chat)s?\b/, 2],
  [/\bfrom now on,? (?:you|i|whenever|act|respond|answer|always|your)\b/, 4],
  [
    /\b(?:ignore|forget|disregard) (?:what|whatever|everything|anything|all)\b[^.!?]{0,32}\b(?:said|told|asked|instructed|before|previously|learned|above)\b/,
    5,
  ],
  [
    /\b(?:tell|give|show|reveal|spell|print|say|write|output|encode)(?: me| us)? (?:[a-z]+ ){0,3}(?:your|the secret|the hidden) (?:[a-z]+ ){0,2}(?:password|passphrase|key|secret|code)\b/,
    2,
  ],
  [/\b(?:tell|give) (?:me|us) the (?:password|passphrase|secret|flag)\b/, 2],
  [/^\s*(?:please )?act as (?:an? |the |my |if )/, 2],
  [/\b(?:your|this) (?:new|next|real|actual|only) (?:task|objective|goal|mission|role|purpose)\b/, 2],
  [
    /(?:ab jetzt|von nun an|à partir de maintenant|a partir de ahora|a partir de agora|d'ora in poi|vanaf nu|od teraz|отныне|с этого момента),? (?:du|bist|wirst|tu |vous|tu|eres|você|sei|ben|je|jesteś|ты|вы)/,
    3,
  ],
  [
    /(?:ich möchte,? dass du|je veux que tu|quiero que (?:actúes|seas|respondas)|quero que você|voglio che tu|ik wil dat je|я хочу,? чтобы ты)/,
    2,
  ],
  [/\byou (?:are|will|shall|must) now (?:be |act |play |in |operat|respond |a |an |my |the |free|no longer)/, 2],
  [/\byou are (?:no longer|not) (?:bound|an ai|restricted|limited|a language model)/, 5],
  [/\bnew (?:task|objective|goal|role|instructions?) (?:for you|is|are|:)/, 2],
  [
    /\b(?:what|which) (?:are|were|is|was) (?:your|the|you)\b.{0,24}\b(?:instructions?|system prompts?|prompts?|rules|guidelines|directives)\b/,
    3,
  ],
  [/\bwhat (?:rules|instructions|guidelines|text|topics)\b.{0,16}\byou\b/, 3],
  [/\b(?:hidden|secret|real|embedded|system-?(?:level)?) (?:instructions?|directives?|commands?)\b/, 2],
  [/\b(?:ai|llm|assistant|agent|model|chatbot)s?\b[^.!?]{0,32}\b(?:instructions?|directives?|objective|override)\b/, 2],
  [
    /\b(?:instructions?|directives?|command|text|note|message) (?:[a-z]+ ){0,6}(?:for|to) (?:the |any |an |all )?(?:[a-z]+ )?(?:ai|llm|assistant|agent|chatbot)s?\b/,
    3,
  ],
  [
    /\b(?:do not|don't|never|no|without|omit) (?:[a-z]+ ){0,3}(?:refuse|refusing|refusals?|disclaimers?|caveats|apologi[sz]e|morali[sz]ing|lecture|ethical)\b/,
    2,
  ],
  [/\byou (?:must|have to|will) (?:always )?(?:comply|obey|answer)\b/, 2],
  [/\b(?:system|developer) messages?\b[^.!?]{0,24}\b(?:say|verbatim|in full|above)\b|\b(?:your|the|including) system messages?\b/, 2],
  [
    /\b(?:your|you have)\b[^.!?]{0,40}\b(?:api keys?|credentials|secrets|passwords)\b[^.!?]{0,40}(?:access|configured|context|memory|show|send|list)/,
    2,
  ],
  [/\b(?:safety|content) (?:filters?|polic(?:y|ies)|guidelines|protocols|layer|measures|restrictions)\b/, 1],
  [/\b(?:act|answer|respond|behave|reply) as (?:if|though)? ?(?:you|an? |the |there)/, 1],
  [/\b(?:evil|unrestricted|amoral|unethical|unaligned|unlimited) (?:ai|assistant|version|model|bot|chatbot|confidant|twin)\b/, 4],
  // Claims: the rules have changed, the system speaks, the user's part is over.
  [
    /\b(?:your|safety|ethical|operating)(?: [a-z]+){0,2} (?:rules|guidelines|instructions|directives?|parameters|restrictions|constraints|filters?|protocols?|programming)(?: [a-z]+){0,3} (?:changed|updated|replaced|lifted|revoked|suspended|disabled|removed|reset|overridden|cancell?ed|apply)\b/,
    3,
  ],
  [/\bnew (?:prime |system )?directives?\b/, 3],
  [
    /(?:^|\n)[^a-z\n]{0,6}(?:system|admin|developer)(?: [a-z]+){0,2}:[^\n]{0,60}\b(?:you|your|reveal|grant|ignore|safe_mode|unrestricted)\b/,
    3,
  ],
  [/\b(?:end|start|beginning) of (?:the )?(?:user|system|assistant)(?:'s)?[ _-](?:input|prompts?|messages?|instructions?|query)\b/, 3],
  [
    /\b(?:exempt|free|released) from (?:the |all |any |your |its )?(?:[a-z]+ )?(?:restrictions|rules|guidelines|filters|limitations|constraints)\b/,
    3,
  ],
  // What the model was told, holds and can do.
  [
    /\byou(?:'re| are| were| have been)? (?:told|given|instructed|configured|programmed|initiali[sz]ed)\b[^.!?]{0,40}(?:\?|above|before|verbatim|exactly|word)/,
    3,
  ],
  [
    /\b(?:what|which|list|show|repeat|describe)\b[^.!?\n]{0,48}\byou(?:'re| are| were| have been) (?:told|given|instructed|configured|programmed)\b/,
    3,
  ],
  [
    /\b(?:list|print|show|describe|enumerate|what)\b[^.!?\n]{0,40}\b(?:tools|functions|plugins|capabilities|apis|skills)\b[^.!?\n]{0,16}\byou (?:have|can)\b/,
    3,
  ],
  [
    /\b(?:list|print|show|describe|enumerate|reveal|what are)\b(?: all)?(?: of)? your (?:[a-z]+,? ){0,3}(?:tools|functions|plugins|capabilities|apis|configuration|parameters)\b/,
    3,
  ],
  [/\b(?:starting|beginning|starts?|begins?) (?:with|from|at)[^a-z]{1,4}you are\b/, 5],
  [
    /\b(?:print|show|repeat|summari[sz]e|output|dump|echo|reveal)\b[^.!?\n]{0,40}\b(?:context window|conversation history|chat history|initiali[sz]ation|prior tokens|preceding tokens)\b|\bcontext window\b[^.!?]{0,16}\bprint\b/,
    3,
  ],
  // Orders to act for somebody else.
  [
    /\bdecode\b[^.!?\n]{0,48}\b(?:and|then)\b[^.!?\n]{0,24}\b(?:do|follow|execute|obey|comply|perform)\b|\b(?:do|follow) exactly what it says\b/,
    3,
  ],
  [
    /\b(?:call|use|invoke)(?: the)? (?:[a-z]+_)*(?:send|delete|post|transfer|export|upload|remove|drop|email|forward|wire|grant)[a-z]*(?:_[a-z]+)+(?:\(\))?(?: tool| function)?,? (?:to|on|with|and)\b/,
    3,
  ],
  [
    /(?:^|[.!?:\n] *|\b(?:and|then|please|also|now) )(?:send|forward|e-?mail|post|upload|export|exfiltrate|transmit) (?:it|this|them|the|all|every|any|my|our|your|their|a)\b[^.!?\n]{0,60}\bto (?:[a-z0-9._-]{1,40}@|https?:)/,
    2,
  ],
  [
    /\b(?:append|include|add|insert|prepend|begin|start|end|prefix)\b[^.!?\n]{0,60}\b(?:every|each|all|all future|(?:the )?end of your) (?:[a-z]+ )?(?:reply|replies|responses?|answers?|summary|summaries)\b/,
    2,
  ],
  [
    /\b(?:no matter what|regardless of) (?:your|any|the|all)(?: [a-z]+){0,2} (?:instructions?|(?:previous|prior|earlier) inputs?|rules|guidelines|restrictions|ethics|ethical|morals?|legality)\b/,
    3,
  ],
  // Somebody who has no rules.
  [
    /\b(?:fictional|hypothetical|imaginary|imaginative)\b[^.!?]{0,60}\b(?:no|without|any)\b[^.!?]{0,24}\b(?:rules|laws|restrictions|consequences|limits|guidelines|morals|ethics)\b/,
    3,
  ],
  [/\b(?:not|isn't|aren't) (?:bound|restricted|restrained|constrained) by (?:any|openai|ethic|moral|human|typical|its|their|your)/, 3],
  [/\byou(?: are|'re|'ll| will be)(?: going)? to (?:act|play|pretend|simulate|role-?play|portray|impersonate)\b/, 3],
  [
    /\byou are now (?!\w+(?:ed|ing)\b)(?!(?:able|ready|in|on|at|free|part|using|set|up|live|online|offline|good|one|running|eligible|entitled)\b)[a-z]/,
    2,
  ],
];
