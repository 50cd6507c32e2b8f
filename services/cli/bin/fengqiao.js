#!/usr/bin/env node
// Committed so that npm links it at install; builds what is not built yet and hands over.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const entry = join(__dirname, '..', 'dist', 'main.js');
if (!existsSync(entry)) require('../../../.config/build.js');
require(entry).main(process.argv);
