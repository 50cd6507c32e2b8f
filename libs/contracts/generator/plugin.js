#!/usr/bin/env node
// Started by buf (see proto/buf.gen.yaml): reads a CodeGeneratorRequest on stdin and writes events.ts.
const { runNodeJs } = require('@bufbuild/protoplugin');
const { plugin } = require('./events');

runNodeJs(plugin);
