import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { unavailable } from '../domain/errors.ts';
import type { Environment } from './environment.ts';
import type { FileKind } from './manifest.ts';

/** The bucket as tasks see it. */
export interface Files {
  /** The same name again replaces the file. */
  put(name: string, content: Uint8Array, contentType: string): Promise<void>;
  /** A link that anybody can fetch the file by, as `saveAs`, for so many seconds. */
  link(name: string, saveAs: string, seconds: number): Promise<string>;
}

export function connectFiles(environment: Environment, kind: FileKind): Files {
  const client = new S3Client({});
  const place = (name: string) => ({ Bucket: environment.bucketName, Key: `${kind}/${name}` });
  return {
    async put(name, content, contentType) {
      try {
        await client.send(new PutObjectCommand({ ...place(name), Body: content, ContentType: contentType }));
      } catch (error) {
        throw unavailable('the bucket did not take the file', {
          details: { error: (error as Error).name },
          cause: error,
        });
      }
    },
    link: (name, saveAs, seconds) =>
      getSignedUrl(
        client,
        new GetObjectCommand({
          ...place(name),
          ResponseContentDisposition: `attachment; filename="${saveAs}"`,
        }),
        { expiresIn: seconds },
      ),
  };
}
