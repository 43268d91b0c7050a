import * as api from '@duixian/api';
import { Download, type Endpoint, endpoint } from '../http/endpoint.ts';
import { fileFrom } from '../http/streams.ts';

const FORMATS = {
  html: { mediaType: 'text/html; charset=utf-8', onWire: 'PUBLICATION_FORMAT_HTML' },
  xlsx: { mediaType: api.XLSX, onWire: 'PUBLICATION_FORMAT_XLSX' },
} as const;

const getPublication = endpoint(
  api.getPublication,
  async ({ params: { id }, query: { format } }, { runs }) => {
    const { mediaType, onWire } = FORMATS[format];
    const content = await fileFrom(runs.writePublication({ run: id, format: onWire }));
    return new Download(mediaType, `${id}.${format}`, content);
  },
);

const getArchive = endpoint(api.getArchive, async ({ params: { id }, key }, { runs }) => {
  const content = await fileFrom(runs.writeArchive({ run: id, exportedBy: key.person }));
  return new Download(api.ZIP, `${id}.zip`, content);
});

export const runDocumentEndpoints: readonly Endpoint[] = [getPublication, getArchive];
