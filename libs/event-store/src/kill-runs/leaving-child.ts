import { readAhead } from '../sqlite/read-ahead';

/** Ends the process while a thread reads the log ahead, after so many events. */
async function main(file: string, most: number): Promise<void> {
  let read = 0;
  for await (const events of readAhead({ file, after: 0 })) {
    read += events.length;
    if (read >= most) process.exit(3);
  }
}

void main(process.argv[2] as string, Number(process.argv[3]));
