// The objects port over S3: bytes as they come.
import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3';
import type { Objects } from './ports.ts';

export const s3Objects = (client: S3Client = new S3Client()): Objects => ({
  async open(bucket, key) {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return Body as AsyncIterable<Buffer> | undefined;
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  },
});
