#!/usr/bin/env node
import { cacheCompiledCode } from './compile-cache';

cacheCompiledCode();
// After that, so that what it loads is cached.
void import('./start');
