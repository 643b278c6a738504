// Starts the independent Bot API server on the loopback: node server.js <port>
const exported = require('telegram-test-api');

const TelegramServer = exported.TelegramServer || exported.default || exported;
new TelegramServer({ port: Number(process.argv[2]), host: '127.0.0.1', storeTimeout: 600 })
  .start()
  .then(() => console.log('ready'));
