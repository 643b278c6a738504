// Trains node-nlp on the phrases on standard input and answers with its first topic and the time per text.
// In: {"phrases": [[text, topic]], "texts": [text]}. Out: {"topics": [topic], "milliseconds": [ms]}.
const { NlpManager } = require('node-nlp');

async function main() {
  let raw = '';
  for await (const chunk of process.stdin) raw += chunk;
  const { phrases, texts } = JSON.parse(raw);
  const manager = new NlpManager({ languages: ['nl'], forceNER: false, autoSave: false, nlu: { log: false, useNoneFeature: false } });
  for (const [text, topic] of phrases) manager.addDocument('nl', text, topic);
  await manager.train();
  const topics = [];
  const milliseconds = [];
  for (const text of texts) {
    const begun = process.hrtime.bigint();
    const found = await manager.process('nl', text);
    milliseconds.push(Number(process.hrtime.bigint() - begun) / 1e6);
    topics.push(found.intent);
  }
  process.stdout.write(JSON.stringify({ topics, milliseconds }));
}

main();
